// What of this folder is public. It is for `src/index.ts` alone.

export { IronicClient } from './ironic-client.js'
export type { IronicClientOptions } from './requests/client-options.js'
export type { CallOptions } from './requests/api-request.js'
export { ApiFeatures } from './versions/api-features.js'
export type { ApiFeature } from './versions/api-features.js'
export type { ApiVersion } from './versions/api-version.js'
export { patchKeys, removeField, setField } from './requests/json-patch.js'
export type { JsonPatch, PatchOperation } from './requests/json-patch.js'
export type { NoneOf, OneOf } from './collections/list-filter.js'
export type { Collection } from './collections/paging.js'
export type {
  FilteredListOptions,
  GetOptions,
  Listed,
  ListOptions,
} from './collections/collection-requests.js'
export type { MayGive, Only, Selected } from './collections/resource-schema.js'
export type { FreeForm } from './collections/field-schemas.js'
export type { Node, NodeField, NodeWith } from './resources/node/node-schema.js'

export type {
  NewNode,
  NodeDeleteFault,
  NodeFilter,
  NodeListOptions,
  NodePatchFault,
  NodePatchOptions,
  Nodes,
} from './resources/node/nodes.js'
export type {
  NodeStates,
  PowerFault,
  RaidFault,
  ProvisionFault,
  NodeStatesReply,
  NodeStep,
  ProvisionRequest,
} from './resources/node/node-states.js'
export type { NewVif, NodeVifs, Vif, VifAttachFault, VifDetachFault } from './resources/node/node-vifs.js'
export type {
  InterfaceValidation,
  NodeValidation,
  NodeValidations,
} from './resources/node/node-validation.js'
export type { NodeMaintenance } from './resources/node/node-maintenance.js'
export type { NodeManagement } from './resources/node/node-management.js'
export type { NodeTraits } from './resources/node/node-traits.js'
export type { ConsoleFault, NodeConsole, NodeConsoleReply } from './resources/node/node-console.js'
export type { NodeHistory, NodeHistoryEvent } from './resources/node/node-history.js'
export type { NodeInventory, NodeInventoryReply } from './resources/node/node-inventory.js'
export type { NewPort, Port, PortFault, PortField, PortFilter, Ports } from './resources/ports.js'
export type {
  NewPortGroup,
  PortGroup,
  PortGroupFault,
  PortGroupField,
  PortGroupFilter,
  PortGroups,
} from './resources/port-groups.js'
export type {
  Allocation,
  AllocationBackfillFault,
  AllocationDeleteFault,
  AllocationField,
  AllocationFilter,
  Allocations,
  BackfilledAllocation,
  NewAllocation,
} from './resources/allocations.js'
export type { Chassis, ChassisCollection, ChassisField, NewChassis } from './resources/chassis.js'
export type { Conductor, ConductorField, Conductors } from './resources/conductors.js'
export type {
  DeployTemplate,
  DeployTemplateField,
  DeployTemplates,
  NewDeployTemplate,
} from './resources/deploy-templates.js'
export type {
  InspectionRule,
  InspectionRuleCondition,
  InspectionRuleField,
  InspectionRuleOperation,
  InspectionRules,
  NewInspectionRule,
} from './resources/inspection-rules.js'
export type { NewRunbook, Runbook, RunbookField, Runbooks, RunbookStep } from './resources/runbooks.js'
export type { RunbookTraits } from './resources/runbook-traits.js'
export type { NodeAllocation } from './resources/node/node-allocation.js'
export type {
  DescribedSettings,
  Driver,
  DriverField,
  DriverListField,
  DriverListOptions,
  Drivers,
  DriverType,
} from './resources/drivers.js'
export type {
  DriverVendorPassthru,
  NodeVendorPassthru,
  VendorCall,
  VendorHttpMethod,
  VendorMethod,
  VendorMethods,
  VendorPassthruFault,
} from './resources/vendor-passthru.js'
export type {
  BiosAttributeType,
  NodeBios,
  NodeBiosField,
  NodeBiosListOptions,
  NodeBiosSetting,
} from './resources/node/node-bios.js'
export type {
  FirmwareComponentName,
  NodeFirmware,
  NodeFirmwareComponent,
  NodeFirmwareField,
} from './resources/node/node-firmware.js'
export type {
  IndicatorComponent,
  IndicatorState,
  NodeIndicator,
  NodeIndicatorFault,
  NodeIndicators,
} from './resources/node/node-indicators.js'
export type {
  BootDevice,
  NodeBootDevice,
  NodeBootDeviceFault,
  NodeBootDeviceReply,
} from './resources/node/node-boot-device.js'
export type {
  BootMode,
  NodeBootMode,
  NodeBootModeFault,
  NodeBootModeReply,
} from './resources/node/node-boot-mode.js'
export type {
  NodeVmedia,
  NodeVmediaFault,
  VirtualMediaDevice,
  VirtualMediaImage,
} from './resources/node/node-vmedia.js'
export type { NodeChildren } from './resources/node/node-children.js'
export type { NetworkEvent, NetworkEvents } from './resources/events.js'
export type { DecodedRawRequest, RawRequest } from './requests/raw-request.js'
export type { RequestSafety } from './requests/retry-policy.js'
export type { Shard, Shards } from './resources/shards.js'
export type {
  NewVolumeConnector,
  VolumeConnector,
  VolumeConnectorFault,
  VolumeConnectorField,
  VolumeConnectorFilter,
  VolumeConnectors,
} from './resources/volume-connectors.js'
export type {
  NewVolumeTarget,
  VolumeTarget,
  VolumeTargetFault,
  VolumeTargetField,
  VolumeTargetFilter,
  VolumeTargets,
} from './resources/volume-targets.js'
export * from './errors/fault-errors.js'
export {
  InvalidResponseError,
  UnexpectedFailureError,
  UnsupportedApiVersionError,
} from './errors/client-errors.js'
export type { ClientError, RequestError, RequestErrorOr } from './errors/client-errors.js'
export type { DeployStep } from './resources/deploy-step.js'
