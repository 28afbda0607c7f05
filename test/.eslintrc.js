module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Nothing here is built; files are found beside the source.
    'no-restricted-syntax': 'off',
    // The browser story runs in Node's own test runner.
    'jest/expect-expect': 'off',
  },
});
