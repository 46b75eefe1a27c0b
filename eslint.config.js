import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['node_modules/', 'data/', 'dist/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['.ci/**', 'src/cli/**', 'src/main.ts', 'bench/**', 'bin/**'], rules: { 'no-console': 'off' } },
)
