import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import classes from './query-editor.module.css';
import { operators, queryLanguage } from './query-language';

interface QueryEditorProps {
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
}

const fields = [
  '_sourceCategory',
  '_sourceName',
  '_sourceHost',
  '_collector',
  '_source',
  '_raw',
  '_messagetime',
  'origin',
  'component',
  'status',
  'dyno',
  'path',
  'method',
  'code',
];

/** Operators after a pipe, fields elsewhere once a letter is typed. */
function complete(context: CompletionContext) {
  const afterPipe = context.matchBefore(/\|\s*[A-Za-z_]*$/);
  const word = context.matchBefore(/[A-Za-z_]+$/);
  if (afterPipe) {
    return {
      from: word?.from ?? context.pos,
      options: operators.map((label) => ({ label, type: 'keyword' })),
      validFor: /^[A-Za-z_]*$/,
    };
  }
  if (!word || (word.to - word.from < 2 && !context.explicit)) return null;
  return {
    from: word.from,
    options: fields.map((label) => ({ label, type: 'variable' })),
    validFor: /^\w*$/,
  };
}

export function QueryEditor({ value, onChange, onRun }: QueryEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // The editor is made once; it calls what the latest render passed.
  const handlers = useRef({ onChange, onRun });
  useEffect(() => {
    handlers.current = { onChange, onRun };
  });
  const initial = useRef(value);

  useEffect(() => {
    if (!box.current) return;
    const run = () => {
      handlers.current.onRun();
      return true;
    };
    const created = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: initial.current,
        extensions: [
          history(),
          keymap.of([{ key: 'Mod-Enter', run }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          queryLanguage,
          autocompletion({ override: [complete], icons: false }),
          EditorView.lineWrapping,
          placeholder('_sourceCategory=heroku error | count by component'),
          EditorView.contentAttributes.of({
            'aria-label': 'Query',
            spellcheck: 'false',
            autocapitalize: 'off',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = created;
    return () => {
      created.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const current = view.current;
    if (!current || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={box} className={classes.editor} />;
}
