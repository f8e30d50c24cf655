import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

/*
 * Colours for the query language. It knows words and places, not grammar: keywords of the language are ordinary field
 * names elsewhere, so a name is an operator only right after a pipe.
 */

const words = new Set(
  'and or not by as in matches contains nodrop multi field from to with asc desc row column regex auto null true false'.split(
    ' ',
  ),
);

interface State {
  /** Before the first pipe stands the scope: search words, not operators. */
  scope: boolean;
  afterPipe: boolean;
  inString: boolean;
  inComment: boolean;
}

const parser: StreamParser<State> = {
  name: 'tailwater-query',
  startState: () => ({ scope: true, afterPipe: false, inString: false, inComment: false }),
  token(stream, state) {
    if (state.inComment) {
      if (stream.skipTo('*/')) {
        stream.match('*/');
        state.inComment = false;
      } else stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^\{\{\{?[^}]*\}\}\}?/)) return 'macroName';
    if (state.inString) return insideString(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('/*')) {
      state.inComment = true;
      return 'comment';
    }
    // Not in `https://…`: there the slashes follow a colon.
    if (stream.string.charAt(stream.pos - 1) !== ':' && stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.eat('"')) {
      state.inString = true;
      return 'string';
    }
    if (stream.eat('|')) {
      state.scope = false;
      state.afterPipe = true;
      return 'separator';
    }
    const first = state.afterPipe;
    state.afterPipe = false;
    if (state.scope) return scopeWord(stream);
    if (stream.match(/^\d+(\.\d+)?([eE][+-]?\d+)?[a-zA-Z]{0,2}\b/)) return 'number';
    const word = stream.match(/^%?[A-Za-z_][\w.]*/) as RegExpMatchArray | null;
    if (!word) {
      stream.next();
      return 'operator';
    }
    const text = word[0].toLowerCase();
    if (text === 'parse' && first) stream.match(/^\s+regex\b/i);
    if (stream.match(/^\s*\(/, false)) return 'keyword';
    if (first && !stream.match(/^\s*[-+*/=<>!]/, false)) return 'keyword';
    return words.has(text) ? 'modifier' : 'variableName';
  },
};

function insideString(stream: Parameters<StreamParser<State>['token']>[0], state: State): string {
  while (!stream.eol()) {
    if (stream.match('{{', false)) return 'string';
    const c = stream.next();
    if (c === '\\') stream.next();
    else if (c === '"') {
      state.inString = false;
      break;
    }
  }
  return 'string';
}

function scopeWord(stream: Parameters<StreamParser<State>['token']>[0]): string | null {
  if (stream.match(/^(and|or|not)\b/i)) return 'modifier';
  if (stream.match(/^[\w%.]+(?=\s*=)/)) return 'variableName';
  if (stream.match(/^[()=!]/)) return 'operator';
  if (stream.match(/^[^\s|"()={]+/)) return 'literal';
  stream.next();
  return null;
}

const style = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--tw-syntax-keyword)', fontWeight: '600' },
  { tag: tags.modifier, color: 'var(--tw-syntax-keyword)' },
  { tag: tags.string, color: 'var(--tw-syntax-string)' },
  { tag: tags.number, color: 'var(--tw-syntax-number)' },
  { tag: tags.comment, color: 'var(--tw-muted)', fontStyle: 'italic' },
  { tag: tags.macroName, color: 'var(--tw-syntax-variable)', fontWeight: '600' },
  { tag: tags.variableName, color: 'var(--tw-syntax-field)' },
  { tag: tags.separator, color: 'var(--tw-muted)', fontWeight: '700' },
  { tag: tags.operator, color: 'var(--tw-muted)' },
]);

export const queryLanguage = [StreamLanguage.define(parser), syntaxHighlighting(style)];
