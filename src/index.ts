// The public face, name by name. What is not here may change at any time.

export { IronicDriver } from './driver/ironic-driver.js'
export type { IronicDriverOptions } from './driver/driver-options.js'
export { createModuleContext } from './modules/module-context.js'
export type { AskOptions, ModuleContext, WaitOptions } from './modules/module-context.js'
export type { Target } from './modules/input-schemas.js'

// power
export { createPowerModule } from './modules/power/create-power-module.js'
export type { PowerChange, PowerModule, PowerStatus } from './modules/power/power-module.js'
export type { PowerMode, PowerModeOptions, RequestPowerModeOptions } from './modules/power/power-input.js'
export type {
  InjectNmiError,
  PowerError,
  PowerStateError,
  RequestPowerError,
} from './modules/power/power-errors.js'

// provisioning
export { createProvisioningModule } from './modules/provisioning/create-provisioning-module.js'
export type {
  BulkError,
  DestroyAllOptions,
  DestroyAllOutcome,
  Destroyed,
  DestroyOptions,
  Instance,
  PlannedRequest,
  ProvisioningModule,
  ProvisioningStatus,
  SpawnAllOptions,
  SpawnAllOutcome,
  SpawnOptions,
  SpawnPlan,
} from './modules/provisioning/provisioning-module.js'
export type { Flavor, SpawnRequest } from './modules/provisioning/spawn-request.js'
export type {
  BootIsoImage,
  DiskImage,
  Image,
  RamdiskImage,
  VolumeImage,
} from './modules/provisioning/image-input.js'
export type {
  ConfigDrive,
  ConfigDriveParts,
  InjectedFile,
} from './modules/config-drive/config-drive-input.js'
export type {
  CloudConfig,
  MultipartUserData,
  UserData,
  UserDataPart,
} from './modules/config-drive/user-data-input.js'
export type { NodeRequirements } from './modules/provisioning/node-requirements.js'
export { NoSuitableNodeError } from './modules/provisioning/no-suitable-node-error.js'
export type { TriedNode } from './modules/provisioning/no-suitable-node-error.js'
export type { BulkOptions, BulkOutcome, BulkReport } from './modules/provisioning/bulk-run.js'
export type { SpawnOutcome } from './modules/provisioning/spawn-instance.js'
export type { SpawnAction } from './modules/provisioning/spawn-plan.js'
export {
  NodeTakenError,
  UndoIncompleteError,
  ValidationFailedError,
} from './modules/provisioning/provisioning-errors.js'
export type {
  DestroyError,
  PlanError,
  ReleaseError,
  Remains,
  ReserveAnyError,
  ReserveError,
  SpawnError,
  SpawnFailure,
  WaitForSpawnError,
} from './modules/provisioning/provisioning-errors.js'

// networking
export { createNetworkingModule } from './modules/networking/networking-module.js'
export type {
  AttachVifError,
  DetachVifError,
  ListVifsError,
  NetworkingModule,
  ReadNetworkDataError,
  SyncVifsError,
} from './modules/networking/networking-module.js'
export type { PlugError, UnplugError, VifAttachment } from './modules/networking/attach-vif.js'
export type { UnlinkError } from './modules/provisioning/unlink-instance.js'
export type { VifRequest } from './modules/networking/networking-input.js'
export type {
  DescribedVif,
  DynamicAddress,
  NetworkSettings,
  StaticAddress,
  VifAddress,
  VifNetwork,
  VifRoute,
  VlanSettings,
} from './modules/networking/vif-network-input.js'
export type {
  BondLink,
  DataNetwork,
  DataRoute,
  DataService,
  NetworkData,
  PhysicalLink,
  VlanLink,
} from './modules/networking/network-data.js'
export type { NetworkDataError } from './modules/networking/read-network-data.js'
export type { SyncedVifs, SyncError } from './modules/networking/sync-vifs.js'
export {
  PortUnusableError,
  VifMissingError,
  VifUndoIncompleteError,
} from './modules/networking/networking-errors.js'
export type { VifRemains } from './modules/networking/networking-errors.js'

// inventory
export { createInventoryModule } from './modules/inventory/create-inventory-module.js'
export type {
  Existence,
  FindInstanceOptions,
  InventoryInstance,
  InventoryModule,
  InventoryOptions,
  PlacementOptions,
  PlacementReport,
  WatchInventoryOptions,
} from './modules/inventory/inventory-module.js'
export type { InventoryNode } from './modules/inventory/inventory-node.js'
export type { InventoryScope } from './modules/inventory/inventory-scope.js'
export type { InventoryChange, InventoryField } from './modules/inventory/inventory-changes.js'
export { AmbiguousNameError } from './modules/inventory/inventory-errors.js'
export type {
  ExistsError,
  FindInstanceError,
  ListMachinesError,
  ResourcesError,
} from './modules/inventory/inventory-errors.js'
export { nodeResources } from './modules/inventory/node-resources.js'
export type { NodeResources } from './modules/inventory/node-resources.js'
export type { MalformedProperty } from './modules/inventory/malformed-property.js'
export { parseCapabilities } from './modules/inventory/parse-capabilities.js'
export type { ParsedCapabilities } from './modules/inventory/parse-capabilities.js'
export { canonicalArchitecture } from './modules/inventory/canonical-architecture.js'
export { placementProvider, placementResourceClass } from './modules/inventory/placement-provider.js'
export type {
  InUse,
  PlacementInventory,
  PlacementProvider,
  TraitDifference,
} from './modules/inventory/placement-provider.js'

// console
export { createConsoleModule } from './modules/console/create-console-module.js'
export type {
  ConsoleChange,
  ConsoleModule,
  ConsoleStatus,
  GraphicalConsole,
  SerialConsole,
} from './modules/console/console-module.js'
export type {
  ConsoleAddress,
  ConsoleEndpoint,
  OtherConsole,
  ShellinaboxConsole,
  SocatConsole,
  VncConsole,
} from './modules/console/console-endpoint.js'
export type { SerialConsoleOptions } from './modules/console/console-input.js'
export { ConsoleUnavailableError } from './modules/console/console-errors.js'
export type {
  ConsoleAddressError,
  ConsoleChangeError,
  RequestConsoleError,
  WaitForConsoleError,
} from './modules/console/console-errors.js'

// rebuild
export { createRebuildModule } from './modules/rebuild/create-rebuild-module.js'
export type { RebuildModule, RebuildOutcome, Rebuilt } from './modules/rebuild/rebuild-module.js'
export type { RebuildRequest } from './modules/rebuild/rebuild-request.js'
export type {
  RebuildError,
  RequestRebuildError,
  WaitForRebuildError,
} from './modules/rebuild/rebuild-errors.js'

// rescue
export { createRescueModule } from './modules/rescue/create-rescue-module.js'
export type { RescueChange, RescueModule, RescueOutcome } from './modules/rescue/rescue-module.js'
export type { RescueRequest } from './modules/rescue/rescue-input.js'
export type { RequestRescueError, RescueError, WaitForRescueError } from './modules/rescue/rescue-errors.js'

// storage
export { createStorageModule } from './modules/storage/create-storage-module.js'
export type { StorageModule, TargetAttachment } from './modules/storage/storage-module.js'
export type { ConnectorOptions, VifAddresses, VolumeRequest } from './modules/storage/storage-input.js'
export type { ConnectorProperties, StorageConnector } from './modules/storage/storage-connector.js'
export { VolumeTargetTakenError } from './modules/storage/storage-errors.js'
export type {
  AttachTargetError,
  ConnectorError,
  DetachTargetError,
  ListTargetsError,
} from './modules/storage/storage-errors.js'

// errors of the modules and of waiting
export {
  InstanceMismatchError,
  InstanceNotFoundError,
  NodeNotFoundError,
  NodeNotReadyError,
  OutcomeUnknownError,
} from './modules/module-errors.js'
export type { FindNodeError, LocateError } from './modules/locate-node.js'
export {
  LostSightError,
  TransitionDivergedError,
  TransitionFailedError,
  WaitStalledError,
  WaitTimedOutError,
} from './waiting/wait-errors.js'
export type { LastSeen, WaitError, WaitErrorDetails } from './waiting/wait-errors.js'
export type { NodeProgress, OnProgress } from './waiting/progress.js'
export type { WatchedNode } from './waiting/watched-node.js'
export { NodeReader } from './waiting/node-reader.js'
export type { NodeKey, ReadOptions, ReadResult } from './waiting/node-reader.js'
export { NodeWatcher } from './waiting/node-watcher.js'
export type { WaitResult } from './waiting/wait-outcome.js'
export type { WatchOptions } from './waiting/node-watch.js'

// client
export { IronicClient } from './client/ironic-client.js'
export type { IronicClientOptions } from './client/client-options.js'
export type { CallOptions } from './client/api-request.js'
export { ApiFeatures } from './client/api-features.js'
export type { ApiFeature } from './client/api-features.js'
export type { ApiVersion } from './client/api-version.js'
export { patchKeys, removeField, setField } from './client/json-patch.js'
export type { JsonPatch, PatchOperation } from './client/json-patch.js'
export type { Collection } from './client/paging.js'
export type { FreeForm } from './client/schemas/field-schemas.js'
export type { Node, NodeField, NodeWith } from './client/schemas/node-schema.js'
export type { Port, PortGroup } from './client/schemas/port-schema.js'
export type {
  NewNode,
  NodeDeleteFault,
  NodeFilter,
  NodeListOptions,
  NodePatchFault,
  Nodes,
} from './client/resources/nodes.js'
export type {
  DeployStep,
  NodeStates,
  PowerFault,
  ProvisionFault,
  NodeStatesReply,
  NodeStep,
  ProvisionRequest,
} from './client/resources/node-states.js'
export type { NewVif, NodeVifs, Vif, VifAttachFault, VifDetachFault } from './client/resources/node-vifs.js'
export type {
  InterfaceValidation,
  NodeValidation,
  NodeValidations,
} from './client/resources/node-validation.js'
export type { NodeMaintenance } from './client/resources/node-maintenance.js'
export type { NodeManagement } from './client/resources/node-management.js'
export type { NodeTraits } from './client/resources/node-traits.js'
export type { ConsoleFault, NodeConsole, NodeConsoleReply } from './client/resources/node-console.js'
export type { NodeHistory, NodeHistoryEvent } from './client/resources/node-history.js'
export type { NewPort, PortFault, PortFilter, Ports } from './client/resources/ports.js'
export type {
  NewPortGroup,
  PortGroupFault,
  PortGroupFilter,
  PortGroups,
} from './client/resources/port-groups.js'
export type {
  Allocation,
  AllocationBackfillFault,
  AllocationDeleteFault,
  AllocationFilter,
  Allocations,
  BackfilledAllocation,
  NewAllocation,
} from './client/resources/allocations.js'
export type {
  DeployTemplate,
  DeployTemplates,
  NewDeployTemplate,
} from './client/resources/deploy-templates.js'
export type { Shard, Shards } from './client/resources/shards.js'
export type {
  NewVolumeConnector,
  VolumeConnector,
  VolumeConnectorFault,
  VolumeConnectors,
} from './client/resources/volume-connectors.js'
export type {
  NewVolumeTarget,
  VolumeTarget,
  VolumeTargetFault,
  VolumeTargets,
} from './client/resources/volume-targets.js'
export * from './client/fault-errors.js'
export {
  InvalidResponseError,
  UnexpectedFailureError,
  UnsupportedApiVersionError,
} from './client/client-errors.js'
export type { ClientError, RequestError, RequestErrorOr } from './client/client-errors.js'

// states
export { PROVISION_STATES, provisionStateFacts } from './states/provision-states.js'
export type {
  KnownProvisionState,
  ProvisionPhase,
  ProvisionState,
  ProvisionStateFacts,
} from './states/provision-states.js'
export { PROVISION_VERBS, verbIsLegal } from './states/provision-verbs.js'
export type { ProvisionVerb, ProvisionVerbFacts } from './states/provision-verbs.js'
export { POWER_TARGETS } from './states/power-states.js'
export type { PowerState, PowerTarget, PowerTargetFacts } from './states/power-states.js'
export { judgeProvision } from './states/judge-provision.js'
export type { ProvisionGoal } from './states/judge-provision.js'
export { judgePower } from './states/judge-power.js'
export type { ObservedNode } from './states/observed-node.js'
export type { Verdict } from './states/verdict.js'

// login
export { connect } from './driver/connect.js'
export type { ConnectError, ConnectOptions } from './driver/connect.js'
export type {
  CloudConnection,
  Connection,
  EndpointConnection,
  KeystoneConnection,
} from './login/connect-options.js'
export { CloudConfigError } from './login/cloud/cloud-config-error.js'
export type { Environment } from './login/cloud/cloud-files.js'
export { EndpointNotFoundError } from './login/login-errors.js'
export type { LoginError } from './login/login-errors.js'
export { keystoneTokens } from './login/keystone/keystone-source.js'
export type { KeystoneOptions } from './login/keystone/keystone-source.js'
export type {
  ApplicationCredentialLogin,
  KeystoneLogin,
  KeystoneScope,
  PasswordLogin,
  TokenLogin,
} from './login/keystone/keystone-login.js'
export { tokenAuthentication } from './login/token-authentication.js'
export type { TokenAuthenticationOptions } from './login/token-authentication.js'
export type { Token, TokenSource } from './login/token-source.js'

// transport
export { createKyTransport } from './transport/ky-transport.js'
export type { KyTransportOptions, TlsOptions } from './transport/ky-transport-options.js'
export type { HttpMethod, Transport, TransportReply, TransportRequest } from './transport/transport.js'
export {
  AbortedError,
  AuthenticationFailedError,
  NetworkFailureError,
  RequestTimedOutError,
} from './transport/transport-errors.js'
export type { LostRequestDetails, Sent, TransportError } from './transport/transport-errors.js'
export { httpBasic, noAuth } from './transport/authentication.js'
export type { Authentication, LoginHeaders } from './transport/authentication.js'
export { RecordedRequest, recordRequests, RecordingTransport } from './transport/recording-transport.js'

// time and errors
export { systemClock } from './clock/system-clock.js'
export type { Clock } from './clock/clock.js'
export { IronicDriverError } from './errors/ironic-driver-error.js'
export type { Advice, ErrorContext, ErrorDetails } from './errors/ironic-driver-error.js'
export { InvalidInputError } from './errors/invalid-input-error.js'
