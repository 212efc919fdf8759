const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/[\w./-]*)?$/i

/**
 * Returns whether a text is only a host, a port and a path, such as `localhost:6385`: a URL without its scheme. The text
 * may be a password in the wrong place as well, so no message contains it.
 */
export function lacksScheme(text: unknown): boolean {
  return (
    typeof text === 'string' && HOST.test(text) && !/^https?:/i.test(text) && URL.canParse(`http://${text}`)
  )
}
