module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A schema and the type it describes share a name; the compiler refuses real redeclarations.
    '@typescript-eslint/no-redeclare': 'off',
  },
});
