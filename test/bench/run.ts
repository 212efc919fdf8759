import { decodeBench } from './decode-bench.js'
import { fleetBench } from './fleet-bench.js'
import { httpBench } from './http-bench.js'
import { simulatorBench } from './simulator-bench.js'

// Ratios within one run: the machines that this runs on differ, and are noisy.
await decodeBench()
await httpBench()
await fleetBench()
await simulatorBench()
