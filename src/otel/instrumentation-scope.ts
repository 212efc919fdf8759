/** The name and the version under which spans and metrics are reported. */
export const SCOPE = { name: 'ironic-driver', version: '0.1.0' } as const
