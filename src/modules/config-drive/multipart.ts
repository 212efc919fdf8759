import { latin1 } from '../../formats/utf8.js'
import { toBase64 } from '../../platform/base64.js'

/** A part of a MIME document. */
export interface MimePart {
  readonly content: Uint8Array
  /** Such as `text/cloud-config`. */
  readonly type: string
  readonly charset: 'utf-8' | undefined
  readonly filename: string
}

/** No base64 line begins like this, so the boundary need not be random. */
const BOUNDARY = '=-ironic-driver-=='

/** Builds a MIME document as cloud-init reads it. The same parts give the same bytes. */
export function multipartText(parts: readonly MimePart[]): string {
  return [
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    'MIME-Version: 1.0',
    '',
    ...parts.flatMap(({ content, type, charset, filename }) => [
      `--${BOUNDARY}`,
      `Content-Type: ${type}${charset === undefined ? '' : `; charset="${charset}"`}`,
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${filename}"`,
      '',
      ...inLines(toBase64(content)),
    ]),
    `--${BOUNDARY}--`,
    '',
  ].join('\n')
}

function inLines(base64: string): readonly string[] {
  return base64.match(/.{1,76}/g) ?? ['']
}

/** The first characters by which cloud-init recognises the type of a part; longer ones first. */
const BEGINNINGS = [
  ['#cloud-config-archive', 'text/cloud-config-archive'],
  ['#cloud-config-jsonp', 'text/cloud-config-jsonp'],
  ['## template: jinja', 'text/jinja2'],
  ['#cloud-boothook', 'text/cloud-boothook'],
  ['#include-once', 'text/x-include-once-url'],
  ['#cloud-config', 'text/cloud-config'],
  ['#part-handler', 'text/part-handler'],
  ['#include', 'text/x-include-url'],
  ['#!', 'text/x-shellscript'],
] as const

/**
 * Returns the type of a part by its first characters; `undefined` when they are unknown.
 *
 * @see canonical/cloud-init `cloudinit/handlers/__init__.py` (INCLUSION_TYPES_MAP)
 */
export function typeByBeginning(content: Uint8Array): string | undefined {
  const beginning = latin1(content.subarray(0, 40)).trimStart()
  return BEGINNINGS.find(([prefix]) => beginning.startsWith(prefix))?.[1]
}
