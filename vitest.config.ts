import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'shared',
          include: ['shared/src/**/*.test.ts', 'h5/src/**/*.test.{ts,tsx}', 'miniapp/src/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/src/**/*.test.ts'],
          globalSetup: ['server/src/test/global-setup.ts'],
          pool: 'threads',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
