import { setDefaultCACertificates } from "node:tls"
import { inject } from "vitest"

// Nothing else is trusted, so a call that strays to a real host of Microsoft's fails.
setDefaultCACertificates([inject("sandbox").ca])
