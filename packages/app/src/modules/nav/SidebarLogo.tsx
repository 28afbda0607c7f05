import { Link, useSidebarOpenState } from '@backstage/core-components';
import { LogoMark } from './LogoMark';
import styles from './SidebarLogo.module.css';

/** The mark, and the name beside it while the side bar is open. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={styles.root}>
      <Link
        to="/"
        underline="none"
        className={styles.link}
        aria-label="Tenantry, home"
      >
        <LogoMark />
        {isOpen && <span className={styles.name}>Tenantry</span>}
      </Link>
    </div>
  );
}
