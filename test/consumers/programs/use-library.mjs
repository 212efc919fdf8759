// What every runtime, package manager and bundler must be able to do with the library.

/** Spawns and destroys on the simulator, and sends a request over HTTP to a served one. */
export async function useLibrary(
  { createKyTransport, IronicDriver },
  { IronicSimulator, ManualClock, serveSimulator },
) {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, hardware: 'redfish' })
  simulator.node({ name: 'metal-1' }).withPort().available()
  const driver = new IronicDriver({ transport: simulator, clock })
  const instance = { id: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10' }
  const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
  const spawned = valueOf(await clock.run(driver.provisioning.spawn({ instance, image, node: 'metal-1' })))
  const destroyed = valueOf(
    await clock.run(driver.provisioning.destroy({ instance: instance.id, node: spawned.node })),
  )

  const rack = new IronicSimulator()
  rack.node({ name: 'metal-2' }).available()
  const server = await serveSimulator(rack)
  const transport = createKyTransport({ endpoint: server.url })
  const power = valueOf(await new IronicDriver({ transport }).power.state({ node: 'metal-2' }))
  await server.close()

  console.log(`${spawned.name}: ${destroyed.outcome}; metal-2: ${power.power_state}`)
}

function valueOf(result) {
  if (result.isErr()) throw result.error
  return result.value
}
