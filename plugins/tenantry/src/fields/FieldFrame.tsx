import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './FieldFrame.module.css';

export interface FieldFrameProps {
  readonly title: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly children: ReactNode;
}

/** A group of controls that answers one question of the form. */
export function FieldFrame(props: FieldFrameProps) {
  const { title, description, required, children } = props;
  return (
    <fieldset className={styles.frame}>
      <legend className={styles.legend}>
        {title}
        {required && <span className={styles.required}> required</span>}
      </legend>
      {description && (
        <Text
          as="p"
          variant="body-medium"
          color="secondary"
          className={styles.description}
        >
          {description}
        </Text>
      )}
      {children}
    </fieldset>
  );
}
