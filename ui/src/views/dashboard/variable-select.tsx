import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { everyValue } from '../../query/variables';
import { switched } from './switched';
import classes from './variables.module.css';

interface VariableSelectProps {
  label: string;
  values: string[];
  /** Several values can be chosen: the list stays open and each option is switched on and off. */
  multiple: boolean;
  options: string[];
  includeAll: boolean;
  loading: boolean;
  problem: string | null;
  onOpen: () => void;
  onChange: (values: string[]) => void;
}

/** Longer lists are searched, not scrolled. */
const mostShown = 200;

const show = (value: string) => (value === everyValue ? 'All' : value);

/** A list with search that also takes a value it does not hold: a pattern, or a name seen elsewhere. */
export function VariableSelect(props: VariableSelectProps) {
  const { label, values, multiple, options, includeAll, loading, problem, onOpen, onChange } = props;
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
  const shown = values.map(show).join(', ');
  // A chosen value that the list does not hold could not be switched off.
  const own = multiple ? values.filter((value) => value !== everyValue && !options.includes(value)) : [];
  const all = [
    ...(includeAll ? [everyValue] : []),
    ...own,
    ...options.filter((option) => !includeAll || option !== everyValue),
  ];
  const found =
    search === '' ? all : all.filter((option) => show(option).toLowerCase().includes(search.toLowerCase()));
  const known = all.some(
    (option) => option === search || show(option).toLowerCase() === search.toLowerCase(),
  );

  function choose(chosen: string) {
    setTyped(null);
    if (multiple) {
      onChange(switched(values, chosen, includeAll));
      return;
    }
    combobox.closeDropdown();
    if (!values.includes(chosen)) onChange([chosen]);
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
          value={typed ?? shown}
          title={shown}
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
        <Combobox.Options
          mah={320}
          style={{ overflowY: 'auto' }}
          aria-label={`Values of ${label}`}
          aria-multiselectable={multiple || undefined}
        >
          {found.slice(0, mostShown).map((option) => (
            <Combobox.Option
              key={option}
              value={option}
              active={values.includes(option)}
              className={classes.option}
            >
              {multiple && (
                <span className={classes.box} data-checked={values.includes(option) || undefined}>
                  {values.includes(option) && <Check size={12} aria-hidden />}
                </span>
              )}
              <span className={classes.optionText}>{show(option)}</span>
              {!multiple && values.includes(option) && <Check size={14} aria-hidden />}
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
