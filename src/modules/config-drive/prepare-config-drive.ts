import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { ApiFeatures } from '../../client/versions/api-features.js'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { textOfUtf8, utf8Length } from '../../formats/utf8.js'
import type { NetworkData } from '../networking/network-data.js'
import { configDriveImage, type ConfigDriveDocuments } from './config-drive-image.js'
import type { CheckedConfigDrive, CheckedParts } from './config-drive-input.js'
import { bodyTooLarge, imageTooLarge, isTooDeep, MAX_IMAGE_BYTES } from './config-drive-limits.js'
import { metaDataDocument, type DescribedInstance } from './meta-data.js'
import { packImage, packReady } from './ready-config-drive.js'

/** The value of `configdrive` in a provision request. */
export type ConfigDriveValue = string | FreeForm

/** What a config drive depends on in addition to the caller's parts. */
export interface ConfigDriveFacts {
  /** The server's features, which decide the form. */
  readonly features: ApiFeatures
  /** The instance that it is for. */
  readonly instance: DescribedInstance
  /** The current time, for the files of an image. */
  readonly now: number
  /** The value for `networkData: 'from-vifs'`; absent until the VIFs are attached, when only the rest is checked. */
  readonly networkData?: NetworkData | undefined
}

/** Ironic puts the documents of its JSON form into the image twice, under two versions. */
const COPIES_IN_IRONICS_IMAGE = 2

/** Returns the value to send, after checking it against the size limits of Ironic and the deploy agent. */
export async function prepareConfigDrive(
  drive: CheckedConfigDrive,
  facts: ConfigDriveFacts,
): Promise<Result<ConfigDriveValue, InvalidInputError>> {
  const value = await (drive.is === 'parts' ? fromParts(drive, facts) : packReady(drive))
  if (value.isErr()) return err(value.error)
  const tooLarge = bodyTooLarge(value.value)
  return tooLarge === undefined ? value : err(tooLarge)
}

async function fromParts(
  parts: CheckedParts,
  facts: ConfigDriveFacts,
): Promise<Result<ConfigDriveValue, InvalidInputError>> {
  const { files = [] } = parts
  const documents = documentsOf(parts, facts)
  const value = jsonForm(documents)
  const contents = [...Object.values(value).map(sizeOf), ...files.map((file) => file.contents.length)]
  const bytes = contents.reduce((sum, size) => sum + size, 0)
  if (files.length === 0 && goesAsJson(documents, value, facts.features)) {
    const inImage = bytes * COPIES_IN_IRONICS_IMAGE
    return inImage > MAX_IMAGE_BYTES ? err(imageTooLarge(inImage)) : ok(value)
  }
  if (bytes > MAX_IMAGE_BYTES) return err(imageTooLarge(bytes))
  return packImage(configDriveImage(documents, files, new Date(facts.now)))
}

function documentsOf(
  { userData, networkData, vendorData, ...metaData }: CheckedParts,
  facts: ConfigDriveFacts,
): ConfigDriveDocuments {
  return {
    metaData: metaDataDocument(metaData, facts.instance),
    userData,
    networkData: networkData === 'from-vifs' ? facts.networkData : networkData,
    vendorData,
  }
}

/** Builds Ironic's JSON form. */
function jsonForm({ metaData, userData, networkData, vendorData }: ConfigDriveDocuments): FreeForm {
  const fields = {
    meta_data: metaData,
    user_data: userData && new TextDecoder('utf-8', { ignoreBOM: true }).decode(userData),
    network_data: networkData,
    vendor_data: vendorData,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function goesAsJson(
  { userData, vendorData }: ConfigDriveDocuments,
  value: FreeForm,
  features: ApiFeatures,
): boolean {
  const isKnown = features.supports('json_config_drive')
  const isVendorKnown = vendorData === undefined || features.supports('config_drive_vendor_data')
  const isText = userData === undefined || textOfUtf8(userData) !== undefined
  return isKnown && isVendorKnown && isText && !isTooDeep(value)
}

function sizeOf(document: unknown): number {
  return utf8Length(typeof document === 'string' ? document : JSON.stringify(document))
}
