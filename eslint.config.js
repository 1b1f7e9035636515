import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'models/', 'vendor/', 'coverage/'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        performance: 'readonly',
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // They read what the build made, which has no types.
    files: ['scripts/**', 'packaging/**'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    // The inspector's page runs in a browser; its own tsconfig.json knows what is defined there.
    files: ['assets/**'],
    rules: { 'no-undef': 'off' },
  },
  {
    // stdout belongs to JSON-RPC: commands write through src/cli/output.ts, everything else to stderr.
    files: ['src/**'],
    rules: { 'no-console': 'error' },
  },
);
