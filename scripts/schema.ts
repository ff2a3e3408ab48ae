/** Writes the JSON Schema of the lesson format to `schema/`, where editors find it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { formats, jsonSchemaOf } from '../src/lessons/json-schema.ts';

mkdirSync('schema', { recursive: true });
for (const format of formats) writeFileSync(`schema/${format}.json`, jsonSchemaOf(format));
