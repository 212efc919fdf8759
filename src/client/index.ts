// What of this folder is public. It is for `src/index.ts` alone.

export { IronicClient } from './ironic-client.js'
export type { IronicClientOptions } from './client-options.js'
export type { CallOptions } from './api-request.js'
export { ApiFeatures } from './api-features.js'
export type { ApiFeature } from './api-features.js'
export type { ApiVersion } from './api-version.js'
export { patchKeys, removeField, setField } from './json-patch.js'
export type { JsonPatch, PatchOperation } from './json-patch.js'
export type { NoneOf, OneOf } from './list-filter.js'
export type { Collection } from './paging.js'
export type { FilteredListOptions, GetOptions, Listed, ListOptions } from './resource-requests.js'
export type { MayGive, Only, Selected } from './resource-schema.js'
export type { FreeForm } from './schemas/field-schemas.js'
export type { Node, NodeField, NodeWith } from './schemas/node-schema.js'
export type { Port, PortField, PortGroup, PortGroupField } from './schemas/port-schema.js'
export type {
  NewNode,
  NodeDeleteFault,
  NodeFilter,
  NodeListOptions,
  NodePatchFault,
  NodePatchOptions,
  Nodes,
} from './resources/nodes.js'
export type {
  DeployStep,
  NodeStates,
  PowerFault,
  RaidFault,
  ProvisionFault,
  NodeStatesReply,
  NodeStep,
  ProvisionRequest,
} from './resources/node-states.js'
export type { NewVif, NodeVifs, Vif, VifAttachFault, VifDetachFault } from './resources/node-vifs.js'
export type { InterfaceValidation, NodeValidation, NodeValidations } from './resources/node-validation.js'
export type { NodeMaintenance } from './resources/node-maintenance.js'
export type { NodeManagement } from './resources/node-management.js'
export type { NodeTraits } from './resources/node-traits.js'
export type { ConsoleFault, NodeConsole, NodeConsoleReply } from './resources/node-console.js'
export type { NodeHistory, NodeHistoryEvent } from './resources/node-history.js'
export type { NodeInventory, NodeInventoryReply } from './resources/node-inventory.js'
export type { NewPort, PortFault, PortFilter, Ports } from './resources/ports.js'
export type { NewPortGroup, PortGroupFault, PortGroupFilter, PortGroups } from './resources/port-groups.js'
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
export type { NodeAllocation } from './resources/node-allocation.js'
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
} from './resources/node-bios.js'
export type {
  FirmwareComponentName,
  NodeFirmware,
  NodeFirmwareComponent,
  NodeFirmwareField,
} from './resources/node-firmware.js'
export type {
  IndicatorComponent,
  IndicatorState,
  NodeIndicator,
  NodeIndicatorFault,
  NodeIndicators,
} from './resources/node-indicators.js'
export type {
  BootDevice,
  NodeBootDevice,
  NodeBootDeviceFault,
  NodeBootDeviceReply,
} from './resources/node-boot-device.js'
export type {
  BootMode,
  NodeBootMode,
  NodeBootModeFault,
  NodeBootModeReply,
} from './resources/node-boot-mode.js'
export type {
  NodeVmedia,
  NodeVmediaFault,
  VirtualMediaDevice,
  VirtualMediaImage,
} from './resources/node-vmedia.js'
export type { NodeChildren } from './resources/node-children.js'
export type { NetworkEvent, NetworkEvents } from './resources/events.js'
export type { DecodedRawRequest, RawRequest } from './raw-request.js'
export type { RequestSafety } from './retry-policy.js'
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
export * from './fault-errors.js'
export { InvalidResponseError, UnexpectedFailureError, UnsupportedApiVersionError } from './client-errors.js'
export type { ClientError, RequestError, RequestErrorOr } from './client-errors.js'
