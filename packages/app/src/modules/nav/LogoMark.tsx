/** A block of three rooms seen from the corner: a place of one's own in a shared house. */
export function LogoMark() {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 32 32"
      width="32"
      height="32"
      aria-hidden="true"
    >
      <g fill="none" stroke="#7fd8c4" strokeWidth="2" strokeLinejoin="round">
        <path d="M16 3 27.5 9.500v13L16 29 4.5 22.500v-13Z" />
        <path d="M16 16v13M16 16 4.5 9.500M16 16l11.5-6.5" />
      </g>
      <path d="M16 6.5 23.5 10.7 16 14.9 8.5 10.700Z" fill="#f4b860" />
    </svg>
  );
}
