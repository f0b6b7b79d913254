package dev.kafkamirror.replicator.acl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** An ACL as the key of a record: JSON with all of its parts in this order. */
record AclText(
    ResourceType resource,
    PatternType pattern,
    String name,
    String principal,
    String host,
    AclOperation operation,
    AclPermissionType permission) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static byte[] write(AclBinding acl) {
    AclText text =
        new AclText(
            acl.pattern().resourceType(),
            acl.pattern().patternType(),
            acl.pattern().name(),
            acl.entry().principal(),
            acl.entry().host(),
            acl.entry().operation(),
            acl.entry().permissionType());
    try {
      return JSON.writeValueAsBytes(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written: " + acl, e);
    }
  }

  /**
   * @throws IOException when the bytes are no ACL
   */
  static AclBinding read(byte[] bytes) throws IOException {
    AclText text = JSON.readValue(bytes, AclText.class);
    return new AclBinding(
        new ResourcePattern(text.resource, text.name, text.pattern),
        new AccessControlEntry(text.principal, text.host, text.operation, text.permission));
  }
}
