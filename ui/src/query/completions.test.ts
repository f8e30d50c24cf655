import { CompletionContext } from '@codemirror/autocomplete';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { Language } from '../model/language-client';
import { complete, helpAt } from './completions';
import { queryLanguage } from './query-language';

const entry = (name: string) => ({ name, aliases: [], usage: name, summary: '', examples: [] });

const language: Language = {
  operators: [entry('cat'), entry('parse regex'), entry('parse'), entry('where')],
  aggregates: [entry('count')],
  functions: [entry('toLowerCase')],
  fields: [{ name: 'status', fieldType: 'int' }],
};

function stateOf(text: string) {
  const state = EditorState.create({ doc: text, extensions: queryLanguage });
  ensureSyntaxTree(state, text.length);
  return state;
}

function labels(text: string, explicit = false) {
  const context = new CompletionContext(stateOf(text), text.length, explicit);
  return complete(context, language)?.options.map((option) => option.label) ?? null;
}

describe('complete', () => {
  it('offers stages after a pipe', () => {
    expect(labels('error | ')).toEqual(['parse regex', 'parse', 'where', 'count', 'toLowerCase']);
    expect(labels('error | pa')).toEqual(['parse regex', 'parse', 'where', 'count', 'toLowerCase']);
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

  it('offers fields that the query made before', () => {
    expect(labels('* | parse "a=* b=*" as first, second | where fi')).toEqual(
      expect.arrayContaining(['first', 'second']),
    );
    expect(labels('* | parse regex "a=(?<code>x)" | timeslice 1m | count by _t')).toEqual(
      expect.arrayContaining(['code', '_timeslice']),
    );
    expect(labels('* | where st')).not.toContain('_count');
    expect(labels('* | count by status | sort by _c')).toContain('_count');
  });

  it('offers nothing inside quotes and comments', () => {
    expect(labels('* | parse regex "a|', true)).toBeNull();
    expect(labels('* | where st // | st', true)).toBeNull();
  });
});

describe('helpAt', () => {
  const at = (text: string, word: string) =>
    helpAt(stateOf(text), text.indexOf(word) + 1, language)?.entry.name ?? null;

  it('knows operators after a pipe', () => {
    expect(at('* | where status = 200', 'where')).toBe('where');
    expect(at('* | Parse  regex "x"', 'Parse')).toBe('parse regex');
    expect(at('* | parse regex "x"', 'regex')).toBe('parse regex');
    expect(at('* | parse "x" as y', 'parse')).toBe('parse');
  });

  it('knows functions', () => {
    expect(at('* | where tolowercase(method) = "get"', 'tolower')).toBe('toLowerCase');
    expect(at('* | count(status) by dyno', 'count')).toBe('count');
  });

  it('says nothing about fields of those names, words of the scope and texts', () => {
    expect(at('* | sort by count', 'count')).toBeNull();
    expect(at('where | count', 'where')).toBeNull();
    expect(at('* | parse "| where *" as x', 'where')).toBeNull();
  });
});
