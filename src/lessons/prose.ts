/**
 * Prose in every language of the product, as an author writes it in YAML: paragraphs separated by a blank line, `code`
 * between backticks, `{{on the screen|in line mode}}` where keys or panes are meant. Single line breaks are soft: they are
 * joined here, so that a front end wraps to its own width.
 */
import { z } from 'zod';
import type { Language } from '../text/index.ts';

export type Prose = Readonly<Record<Language, string>>;

const mark = '[\\u3000-\\u303f\\uff00-\\uffef]';
const wide = '[\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef]';
const gap = new RegExp(`(?<=${wide})\\s+(?=${wide})|(?<=${mark})\\s+|\\s+(?=${mark})`, 'gu');

const paragraphs = (text: string) =>
  text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim());

/** Chinese has no space where a line was broken, nor beside a full-width mark. */
const joinWide = (paragraph: string) => paragraph.replace(gap, '');

const sentence = z.string('prose is text').refine((text) => text.trim() !== '', 'this text is empty');

export const proseSchema = z.strictObject({
  en: sentence.transform((text) => paragraphs(text).join('\n\n')),
  zh: sentence.transform((text) => paragraphs(text).map(joinWide).join('\n\n')),
});

/** The `code` spans of a text, in order. */
export function codeSpans(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

/** Where a text is read: on the screen, with its keys, or in line mode, with its letters. */
export type ReadBy = 'screen' | 'line';

const either = /\{\{(.*?)\|(.*?)\}\}/g;

/** A text as it is said there; a paragraph of which nothing is left goes. */
export const saidTo = (readBy: ReadBy, text: string): string =>
  text
    .replace(either, (_, screen: string, line: string) => (readBy === 'screen' ? screen : line))
    .split('\n\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
