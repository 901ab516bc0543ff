import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Most of the time a test waits for a process or a database: one worker, the rule on two cores, leaves a core idle.
    maxWorkers: 2,
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
          exclude: ['server/src/test-browser/**', 'server/src/test-weapp/**'],
          globalSetup: ['server/src/test/global-setup.ts'],
          pool: 'threads',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'weapp',
          include: ['server/src/test-weapp/**/*.test.ts'],
          globalSetup: ['server/src/test-weapp/build.ts'],
          pool: 'threads',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['server/src/test-browser/**/*.test.ts'],
          globalSetup: ['server/src/test-browser/build.ts'],
          pool: 'threads',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
