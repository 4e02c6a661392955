import type { IncomingMessage, ServerResponse } from "node:http"
import type { Call } from "./Call.ts"
import type { Fault } from "./Fault.ts"
import type { Tenant } from "./Tenant.ts"

/** Context of every surface's handlers. */
export interface ServerEnv {
  Bindings: {
    /** Absent for the parts of a $batch, which have no socket of their own. */
    readonly incoming?: IncomingMessage
    readonly outgoing?: ServerResponse
    readonly batched?: true
  }
  Variables: {
    requestId: string
    /** Faults for the handler to act on; those of the whole answer are applied around it. */
    faults: ReadonlyArray<Fault>
    /** The tenant whose records and faults the request belongs to; each surface authorizes the request itself. */
    holder?: Tenant
    /** The record of this request; absent when its tenant isn't known. */
    call?: Call
  }
}
