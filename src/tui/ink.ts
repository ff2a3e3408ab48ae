/**
 * Ink, loaded behind the first frame: its layout engine and React's reconciler take longer to start than everything else
 * together, and titles, borders, lesson and terminals do not need them. What a component draws with comes from here, and
 * is there whenever a component runs. Nobody else imports Ink or React, or they would be loaded with the program.
 */
import type * as Drawing from './drawing.ts';
import { loadDrawing } from './load-drawing.ts';

export let Box: typeof Drawing.Box;
export let Text: typeof Drawing.Text;
export let TextInput: typeof Drawing.TextInput;
export let render: typeof Drawing.render;
export let createElement: typeof Drawing.createElement;
export let useEffect: typeof Drawing.useEffect;
export let useSyncExternalStore: typeof Drawing.useSyncExternalStore;

export async function loadInk(): Promise<void> {
  const drawing = await loadDrawing();
  ({ Box, Text, TextInput, render, createElement, useEffect, useSyncExternalStore } = drawing);
  // Ink always draws with all it has; only the presenter knows what the terminal can show.
  drawing.chalk.level = 3;
}
