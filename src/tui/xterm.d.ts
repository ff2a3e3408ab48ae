/** The unicode11 add-on's types name the browser package; ours is the one without a screen. */
declare module '@xterm/xterm' {
  export type { ITerminalAddon, Terminal } from '@xterm/headless';
}
