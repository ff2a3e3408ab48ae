/** Letters of the C locale in the other case: the 26 of ASCII, and no byte beyond. Authority: toupper(3), tolower(3). */

export const upperCase = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
export const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
