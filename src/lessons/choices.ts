/** How the choices of a question are called: with letters, as many as have keys. */
export const MOST_CHOICES = 6;

/** Choices are called a, b, c … */
export const choiceLabel = (index: number): string => String.fromCharCode(97 + index);
