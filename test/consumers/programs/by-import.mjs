import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock, serveSimulator } from 'ironic-driver/testing'
import { useLibrary } from './use-library.mjs'

void useLibrary({ createKyTransport, IronicDriver }, { IronicSimulator, ManualClock, serveSimulator })
