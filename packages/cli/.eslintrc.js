module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // What is published is one file that holds everything: it depends on nothing.
    '@backstage/no-undeclared-imports': 'off',
  },
});
