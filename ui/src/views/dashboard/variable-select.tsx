import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import classes from './variables.module.css';

interface VariableSelectProps {
  label: string;
  value: string;
  options: string[];
  includeAll: boolean;
  loading: boolean;
  problem: string | null;
  onOpen: () => void;
  onChange: (value: string) => void;
}

/** Longer lists are searched, not scrolled. */
const mostShown = 200;

const show = (value: string) => (value === '*' ? 'All' : value);

/** A list with search that also takes a value it does not hold: a pattern, or a name seen elsewhere. */
export function VariableSelect(props: VariableSelectProps) {
  const { label, value, options, includeAll, loading, problem, onOpen, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const combobox = useCombobox({
    onDropdownOpen: () => {
      onOpen();
      combobox.updateSelectedOptionIndex('active');
    },
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped(null);
    },
  });
  const search = (typed ?? '').trim();
  const all = includeAll ? ['*', ...options.filter((option) => option !== '*')] : options;
  const found =
    search === '' ? all : all.filter((option) => show(option).toLowerCase().includes(search.toLowerCase()));
  const known = all.some(
    (option) => option === search || show(option).toLowerCase() === search.toLowerCase(),
  );

  function choose(chosen: string) {
    setTyped(null);
    combobox.closeDropdown();
    if (chosen !== value) onChange(chosen);
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal position="bottom-start" width={280}>
      <Combobox.Target>
        <TextInput
          aria-label={label}
          classNames={{
            root: classes.variable,
            input: classes.variableInput,
            section: classes.variableLabel,
          }}
          leftSection={<span>{label}</span>}
          leftSectionWidth={`calc(${label.length} * 7.2px + 20px)`}
          leftSectionPointerEvents="none"
          rightSection={loading ? <Loader size={12} /> : <ChevronDown size={14} aria-hidden />}
          rightSectionPointerEvents="none"
          value={typed ?? show(value)}
          title={show(value)}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={(event) => {
            event.currentTarget.select();
            combobox.openDropdown();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            // Enter on what was typed, when no option of the list is marked.
            if (event.key === 'Enter' && search !== '' && combobox.getSelectedOptionIndex() < 0) {
              event.preventDefault();
              choose(
                known
                  ? (all.find((option) => show(option).toLowerCase() === search.toLowerCase()) ?? search)
                  : search,
              );
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={`Values of ${label}`}>
          {found.slice(0, mostShown).map((option) => (
            <Combobox.Option key={option} value={option} active={option === value} className={classes.option}>
              <span>{show(option)}</span>
              {option === value && <Check size={14} aria-hidden />}
            </Combobox.Option>
          ))}
          {search !== '' && !known && (
            <Combobox.Option value={search}>
              Use <b>{search}</b>
            </Combobox.Option>
          )}
          {found.length > mostShown && (
            <Combobox.Empty>{found.length - mostShown} more: type to find them</Combobox.Empty>
          )}
          {found.length === 0 && search === '' && (
            <Combobox.Empty>
              {problem ?? (loading ? 'Loading values…' : 'No values in this range')}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
