/** What killall and pstree say alike. Authority: psmisc 23.6. */

export const psmiscVersion = (name: string): string => `${name} (ipclab), after PSmisc 23.6\n`;
