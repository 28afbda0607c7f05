import '@testing-library/jest-dom';

// The form scrolls to its top on every page, which the tests' browser can't do.
window.scrollTo = () => {};
