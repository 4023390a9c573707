# Copies the templates for the group policy editor; -Target names the central store of a domain. Run as administrator.
param([string]$Target = "$env:SystemRoot\PolicyDefinitions")
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
New-Item -ItemType Directory -Force -Path (Join-Path $Target 'en-US') | Out-Null
Copy-Item -Path (Join-Path $PSScriptRoot '*.admx') -Destination $Target -Force
Copy-Item -Path (Join-Path $PSScriptRoot 'en-US\*.adml') -Destination (Join-Path $Target 'en-US') -Force
