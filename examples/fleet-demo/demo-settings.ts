/** The simulator and fake hardware accept any image and download none. */
export const DEMO_IMAGE = {
  source: 'http://images.example/web.qcow2',
  checksum: 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
}

/** How long an operating system may take to restart. Short, so that the demo is. */
export const SOFT_TIMEOUT_MS = 2_000
