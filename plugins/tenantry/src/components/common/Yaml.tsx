import { useMemo } from 'react';
import styles from './Yaml.module.css';
import { yamlTokens } from './yamlTokens';

export interface YamlProps {
  readonly text: string;
  /** What it is, for a person who can't see it. */
  readonly label: string;
  readonly lineNumbers?: boolean;
}

/** YAML with its keys, texts and comments told apart. */
export function Yaml({ text, label, lineNumbers = false }: YamlProps) {
  const lines = useMemo(
    () => text.replace(/\n$/, '').split('\n').map(yamlTokens),
    [text],
  );
  return (
    <pre
      className={styles.code}
      data-numbers={lineNumbers}
      aria-label={label}
      // A region that scrolls must be reachable with the keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {lines.map((tokens, index) => (
        <code key={index} className={styles.line}>
          {tokens.map(({ kind, text: piece }, position) => (
            <span key={position} data-kind={kind}>
              {piece}
            </span>
          ))}
          {'\n'}
        </code>
      ))}
    </pre>
  );
}
