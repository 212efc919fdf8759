import type { EventName } from '../world/event-name.js'
import { agentBoots, agentStepDone, runStep, stepDone } from './agent/step-flow.js'
import { endBootChange } from './machine/boot-change.js'
import { endConsoleChange } from './machine/console.js'
import { endPower, obeyLate } from './machine/power-change.js'
import { endPowerSync } from './machine/power-sync.js'
import { attachMedia, detachMedia } from './machine/virtual-media.js'
import { finishHeldDeployAbort } from './operations/abort.js'
import { endAdoption } from './operations/adoption.js'
import {
  abortCleaningAfterStep,
  beginCleanSteps,
  bootAgentForCleaning,
  endFailedCleaning,
  failCleaning,
  failCleanStep,
  finishCleaning,
  finishCleaningAbort,
  resumeCleaning,
  waitForCleaningAgent,
} from './operations/cleaning.js'
import {
  abortDeployAfterStep,
  beginDeploy,
  cleanUpDeploy,
  failAgentDeployStep,
  failDeploy,
  failDeployStep,
  finishDeploy,
  finishDeployAbort,
} from './operations/deployment.js'
import {
  bootAgentForInspection,
  endInspection,
  failInspection,
  resumeInspection,
  waitForInspectionAgent,
} from './operations/inspection.js'
import {
  endRescue,
  endUnrescue,
  failRescue,
  finishRescueAbort,
  flickerPower,
  powerOffForRescue,
  powerOnForRescue,
  resumeRescue,
  waitForRescueAgent,
} from './operations/rescue.js'
import {
  abortServiceAfterStep,
  beginServiceSteps,
  bootAgentForService,
  failService,
  failServiceStep,
  finishService,
  finishServiceAbort,
  resumeService,
  waitForServiceAgent,
} from './operations/service.js'
import { endTearDown, powerOffForTearDown } from './operations/tear-down.js'
import { endVerification } from './operations/verification.js'
import { agentBeatEnds, agentBeats, agentCalls, waitTimesOut } from './task/agent-calls.js'
import { type Act, dropLock } from './task/task.js'

/** The work of each event. */
export const EVENTS = {
  'agent.beat-ends': agentBeatEnds,
  'agent.beats': agentBeats,
  'agent.calls': agentCalls,
  'wait.timeout': waitTimesOut,

  'power.end': endPower,
  'boot.changes': endBootChange,
  'console.changes': endConsoleChange,
  'media.attaches': attachMedia,
  'media.detaches': detachMedia,
  'power.late': obeyLate,
  'sync.ends': endPowerSync,
  'lock.drop': (task) => dropLock(task, 'lock'),

  'step.agent-boots': agentBoots,
  'step.agent-done': agentStepDone,
  'step.done': stepDone,
  'step.run': runStep,

  'deploy.aborted': finishDeployAbort,
  'deploy.aborts-after-step': abortDeployAfterStep,
  'deploy.agent-step-fails': failAgentDeployStep,
  'deploy.begins': beginDeploy,
  'deploy.cleanup': cleanUpDeploy,
  'deploy.fails': failDeploy,
  'deploy.finishes': finishDeploy,
  'deploy.hold-aborted': finishHeldDeployAbort,
  'deploy.step-fails': failDeployStep,

  'teardown.ends': endTearDown,
  'teardown.powers-off': powerOffForTearDown,

  'clean.aborted': finishCleaningAbort,
  'clean.aborts-after-step': abortCleaningAfterStep,
  'clean.begins': beginCleanSteps,
  'clean.boots-agent': bootAgentForCleaning,
  'clean.failed': endFailedCleaning,
  'clean.fails': failCleaning,
  'clean.finishes': finishCleaning,
  'clean.resumes': resumeCleaning,
  'clean.step-fails': failCleanStep,
  'clean.waits': waitForCleaningAgent,

  'verify.ends': endVerification,

  'inspect.boots-agent': bootAgentForInspection,
  'inspect.ends': endInspection,
  'inspect.fails': failInspection,
  'inspect.resumes': resumeInspection,
  'inspect.waits': waitForInspectionAgent,

  'adopt.ends': endAdoption,

  'rescue.aborted': finishRescueAbort,
  'rescue.ends': endRescue,
  'rescue.fails': failRescue,
  'rescue.powers-off': powerOffForRescue,
  'rescue.powers-on': powerOnForRescue,
  'rescue.resumes': resumeRescue,
  'rescue.waits': waitForRescueAgent,
  'unrescue.ends': endUnrescue,
  'unrescue.flickers': flickerPower,

  'service.aborted': finishServiceAbort,
  'service.aborts-after-step': abortServiceAfterStep,
  'service.begins': beginServiceSteps,
  'service.boots-agent': bootAgentForService,
  'service.fails': failService,
  'service.finishes': finishService,
  'service.resumes': resumeService,
  'service.step-fails': failServiceStep,
  'service.waits': waitForServiceAgent,
} satisfies Record<EventName, Act>
