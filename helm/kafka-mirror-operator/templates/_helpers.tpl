{{- define "operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 53 | trimSuffix "-" }}
{{- end }}

{{/* The name of every object: the release's, with the chart's where it doesn't hold it already. */}}
{{- define "operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 53 | trimSuffix "-" }}
{{- else }}
{{- $name := include "operator.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 53 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 53 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/* Cluster-wide objects carry the namespace too, so that two releases of one name don't collide. */}}
{{- define "operator.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "operator.fullname" .) }}
{{- end }}

{{- define "operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "operator.labels" -}}
{{ include "operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "operator.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Takes a dict of image and appVersion. */}}
{{- define "operator.image" -}}
{{- if .image.digest }}
{{- printf "%s@%s" .image.repository .image.digest }}
{{- else }}
{{- printf "%s:%s" .image.repository (default .appVersion .image.tag) }}
{{- end }}
{{- end }}

{{/* JSON, so that callers can range over it after fromJsonArray. */}}
{{- define "operator.watchedNamespaces" -}}
{{- default (list .Release.Namespace) .Values.watchNamespaces | toJson }}
{{- end }}

{{/* What the operator may do in each namespace that it watches, and nothing else. ApiFaultsIT compares it with what it does. */}}
{{- define "operator.rules" -}}
- apiGroups: [kafkamirror.dev]
  resources: [kafkamirrors]
  verbs: [list, watch]
- apiGroups: [kafkamirror.dev]
  resources: [kafkamirrors/status]
  verbs: [patch]
# Where the API server guards owner references (OpenShift does), children need it to name their owner.
- apiGroups: [kafkamirror.dev]
  resources: [kafkamirrors/finalizers]
  verbs: [update]
# Server-side apply needs create and patch. The garbage collector deletes.
- apiGroups: [apps]
  resources: [deployments]
  verbs: [list, watch, create, patch]
- apiGroups: [""]
  resources: [configmaps, serviceaccounts]
  verbs: [list, watch, create, patch]
# These two a mirror may do without, also one that had them.
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [list, watch, create, patch, delete]
# An annotation on a pod makes its kubelet refresh the mounted settings at once.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, patch]
# Only looks whether the Secrets that mirrors name are there; pods mount them.
- apiGroups: [""]
  resources: [secrets]
  verbs: [list, watch]
# The same event again counts up the first.
- apiGroups: [""]
  resources: [events]
  verbs: [get, create, patch]
{{- end }}
