/** Ink, and the React that it draws with: a module of its own in the bundle, which ink.ts loads behind the first frame. */
export { default as chalk } from 'chalk';
export { Box, render, Text } from 'ink';
export { default as TextInput } from 'ink-text-input';
export { createElement, useEffect, useSyncExternalStore } from 'react';
