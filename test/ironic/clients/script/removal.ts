/** Deletes everything, and requests what is gone. */
export const removalCommands = `
port delete <port> <port-2>
port delete <port>
port delete <run>-port
port delete <named>
port list --node <a> -f json
node delete <run>-nowhere
node delete <a> <b> <c> <run>-x5
node delete <a>
node list --resource-class <run> -f json
port list --node <b> -f json
`
