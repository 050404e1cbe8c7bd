"""The JSON Schema of the JSON report, which `readiness schema` prints."""
