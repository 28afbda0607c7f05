module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A schema and its type share a name; the compiler refuses real redeclarations.
    '@typescript-eslint/no-redeclare': 'off',
  },
});
