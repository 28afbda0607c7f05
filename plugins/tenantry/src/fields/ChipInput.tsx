import { Button, Tag, TagGroup, TextField } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { type KeyboardEvent, useState } from 'react';
import styles from './ChipInput.module.css';
import { Hint } from './Hint';

export interface ChipInputProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  /** Why a value would be refused, in one sentence; undefined when it is fine. */
  readonly complaint: (value: string) => string | undefined;
  readonly disabled?: boolean;
}

/** A list of words, each checked before it becomes a chip. Enter, a comma or leaving the input adds one. */
export function ChipInput(props: ChipInputProps) {
  const { label, description, placeholder, values, disabled } = props;
  const [draft, setDraft] = useState('');
  const typed = draft.trim();
  const complaint = typed ? props.complaint(typed) : undefined;
  const repeated = values.includes(typed);

  const add = () => {
    if (!typed || complaint) return;
    if (!repeated) props.onChange([...values, typed]);
    setDraft('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ',') return;
    event.preventDefault();
    add();
  };

  return (
    <div className={styles.field}>
      <div className={styles.entry}>
        <TextField
          className={styles.input}
          label={label}
          description={description}
          placeholder={placeholder}
          value={draft}
          onChange={setDraft}
          onKeyDown={onKeyDown}
          onBlur={add}
          isDisabled={disabled}
          isInvalid={Boolean(complaint)}
        />
        {typed && !complaint && (
          <Button
            variant="secondary"
            size="medium"
            iconStart={<RiAddLine />}
            onPress={add}
            isDisabled={disabled}
            aria-label={`Add ${typed} to ${label}`}
          >
            Add
          </Button>
        )}
      </div>
      {complaint && <Hint kind="bad">{complaint}</Hint>}
      {values.length > 0 && (
        <TagGroup
          className={styles.chips}
          aria-label={label}
          onRemove={removed =>
            props.onChange(values.filter(value => !removed.has(value)))
          }
        >
          {values.map(value => (
            <Tag key={value} id={value} textValue={value} size="medium">
              {value}
            </Tag>
          ))}
        </TagGroup>
      )}
    </div>
  );
}
