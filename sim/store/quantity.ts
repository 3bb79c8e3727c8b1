export { formatBytes, parseQuantity } from "../model/quantity.ts";
