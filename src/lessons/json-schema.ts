/**
 * The format of lessons as JSON Schema, for editors that complete and check YAML while it is written. Made from the schema
 * that ipclab itself reads with; what spans several keys beyond "exactly one of" is left to `ipclab lint`.
 */
import { z } from 'zod';
import { conditionKinds } from './condition-schema.ts';
import { curriculumSchema, lessonSchema, stepKinds } from './schema.ts';

export const formats = ['lesson', 'lessons'] as const;
export type Format = (typeof formats)[number];

const titles: Readonly<Record<Format, string>> = { lesson: 'A lesson of ipclab', lessons: 'A curriculum of ipclab' };

/** The text of `schema/lesson.json` and `schema/lessons.json`. */
export function jsonSchemaOf(format: Format): string {
  const schema = z.toJSONSchema(format === 'lesson' ? lessonSchema : curriculumSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { properties = {} } = jsonSchema;
      if ('explain' in properties && 'heading' in properties) jsonSchema.oneOf = oneOf(stepKinds);
      if ('trace' in properties && 'state' in properties) jsonSchema.oneOf = oneOf(conditionKinds);
    },
  });
  return `${JSON.stringify({ title: titles[format], ...schema }, null, 2)}\n`;
}

const oneOf = (keys: readonly string[]) =>
  keys.map((key) => ({ type: 'object' as const, properties: { [key]: {} }, required: [key] }));
