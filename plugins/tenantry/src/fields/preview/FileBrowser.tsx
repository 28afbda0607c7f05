import type { PreviewFile } from '@tenantry/backstage-plugin-tenantry-common';
import {
  RiAddLine,
  RiFolder3Line,
  RiPencilLine,
  RiSubtractLine,
} from '@remixicon/react';
import { useMemo, useState } from 'react';
import { Yaml } from '../../components/common/Yaml';
import { foldersOf } from './fileFolders';
import styles from './FileBrowser.module.css';
import { Section } from './Section';

const changeIcons = {
  added: RiAddLine,
  changed: RiPencilLine,
  removed: RiSubtractLine,
} satisfies Record<PreviewFile['change'], unknown>;

export interface FileBrowserProps {
  readonly files: readonly PreviewFile[];
  /** The commit the files would be added to. */
  readonly commit: string;
}

/** The exact files: a tree on the left, the text of one on the right. */
export function FileBrowser({ files, commit }: FileBrowserProps) {
  const folders = useMemo(() => foldersOf(files), [files]);
  const [chosen, setChosen] = useState<string>();
  const file =
    files.find(({ path }) => path === chosen) ?? folders[0]?.files[0]?.file;
  if (!file) return null;
  return (
    <Section
      title="The files"
      aside={`${files.length} files, on top of commit ${commit.slice(0, 7)}`}
    >
      <div className={styles.browser}>
        <nav className={styles.tree} aria-label="Files of the pull request">
          {folders.map(folder => (
            <div key={folder.path}>
              <p className={styles.folder}>
                <RiFolder3Line size={14} aria-hidden="true" />
                {folder.path || 'the top folder'}
              </p>
              <ul className={styles.files}>
                {folder.files.map(({ name, file: entry }) => (
                  <li key={entry.path}>
                    <FileButton
                      name={name}
                      change={entry.change}
                      open={entry === file}
                      onOpen={() => setChosen(entry.path)}
                    />
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className={styles.text}>
          <p className={styles.path}>{file.path}</p>
          <Yaml
            key={file.path}
            text={file.content}
            label={file.path}
            lineNumbers
          />
        </div>
      </div>
    </Section>
  );
}

interface FileButtonProps {
  readonly name: string;
  readonly change: PreviewFile['change'];
  readonly open: boolean;
  readonly onOpen: () => void;
}

function FileButton({ name, change, open, onOpen }: FileButtonProps) {
  const Icon = changeIcons[change];
  return (
    <button
      type="button"
      className={styles.file}
      aria-current={open ? 'true' : undefined}
      aria-label={`${name}, ${change}`}
      onClick={onOpen}
    >
      <span className={styles.name}>{name}</span>
      <span className={styles.change} data-change={change} title={change}>
        <Icon size={14} aria-hidden="true" />
      </span>
    </button>
  );
}
