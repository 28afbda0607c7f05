import { Alert } from '@backstage/ui';
import type { Problem } from '@tenantry/model';
import { pathWords } from '../pathWords';
import { problemWords } from '../requestProblems';
import styles from './ProblemList.module.css';

/** Why the request can't be proposed, each problem with the field it belongs to. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={
        problems.length === 1
          ? 'One thing keeps this request from being proposed'
          : `${problems.length} things keep this request from being proposed`
      }
      description={
        <ul className={styles.list}>
          {problems.map((problem, index) => (
            <li key={index}>
              <strong>{pathWords(problem.path)}:</strong>{' '}
              {problemWords(problem)}
            </li>
          ))}
        </ul>
      }
    />
  );
}
