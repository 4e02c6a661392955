import { trustOnly } from "../Simulator.ts"
import { simulator } from "./simulator.ts"

trustOnly(simulator)
