import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { Language } from '../model/language-client';
import { complete } from './completions';

const entry = (name: string) => ({ name, aliases: [], usage: name, summary: '', examples: [] });

const language: Language = {
  operators: [entry('parse regex'), entry('where')],
  aggregates: [entry('count')],
  functions: [entry('toLowerCase')],
  fields: [{ name: 'status', fieldType: 'int' }],
};

function labels(text: string, explicit = false) {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, explicit);
  return complete(context, language)?.options.map((option) => option.label) ?? null;
}

describe('complete', () => {
  it('offers stages after a pipe', () => {
    expect(labels('error | ')).toEqual(['parse regex', 'where', 'count', 'toLowerCase']);
    expect(labels('error | pa')).toEqual(['parse regex', 'where', 'count', 'toLowerCase']);
  });

  it('offers fields in the scope, from two letters on', () => {
    expect(labels('s')).toBeNull();
    expect(labels('st')).toEqual(['status']);
    expect(labels('s', true)).toEqual(['status']);
  });

  it('offers fields and functions inside a stage', () => {
    expect(labels('* | where st')).toEqual(['status', 'toLowerCase', 'count']);
  });

  it('starts at the word', () => {
    const text = '* | where st';
    const context = new CompletionContext(EditorState.create({ doc: text }), text.length, false);
    expect(complete(context, language)?.from).toBe(text.length - 2);
  });

  it('offers nothing before the server told what there is', () => {
    const context = new CompletionContext(EditorState.create({ doc: '* | ' }), 4, true);
    expect(complete(context, undefined)).toBeNull();
  });
});
