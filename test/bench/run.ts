import { decodeBench } from './decode-bench.js'
import { fleetBench } from './fleet-bench.js'
import { httpBench } from './http-bench.js'
import { importBench } from './import-bench.js'
import { listBench } from './list-bench.js'
import { simulatorBench } from './simulator-bench.js'
import { tracingBench } from './tracing-bench.js'
import { waitBench } from './wait-bench.js'

// Reports ratios within one run, because computers differ and are noisy.
importBench()
await decodeBench()
await httpBench()
await listBench()
await tracingBench()
await fleetBench()
await simulatorBench()
await waitBench()
