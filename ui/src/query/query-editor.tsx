import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { type LanguageEntry, useLanguage } from '../model/language-client';
import { complete, help, helpAt } from './completions';
import classes from './query-editor.module.css';
import { queryLanguage } from './query-language';

interface QueryEditorProps {
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
}

export function QueryEditor({ value, onChange, onRun }: QueryEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const language = useLanguage();
  // The editor is made once; it calls what the latest render passed.
  const latest = useRef({ onChange, onRun, language });
  useEffect(() => {
    latest.current = { onChange, onRun, language };
  });
  const initial = useRef(value);

  useEffect(() => {
    if (!box.current) return;
    const run = () => {
      latest.current.onRun();
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
          autocompletion({
            override: [(context) => complete(context, latest.current.language)],
            icons: false,
          }),
          hoverTooltip(({ state }, place) => {
            const found = helpAt(state, place, latest.current.language);
            return found && { pos: found.from, end: found.to, create: () => ({ dom: hint(found.entry) }) };
          }),
          EditorView.lineWrapping,
          placeholder('_sourceCategory=heroku error | count by component'),
          EditorView.contentAttributes.of({
            'aria-label': 'Query',
            spellcheck: 'false',
            autocapitalize: 'off',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
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

function hint(entry: LanguageEntry): HTMLElement {
  const box = help(entry);
  box.className = 'cm-completionInfo';
  return box;
}
