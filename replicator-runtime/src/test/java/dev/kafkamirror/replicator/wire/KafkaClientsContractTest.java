package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.batch.SomeBatches;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What this package takes for granted in kafka-clients: an upgrade shows here what it changed. */
class KafkaClientsContractTest {
  private static final ClientSettings SETTINGS =
      new ClientSettings(
          "east",
          null,
          Map.of("bootstrap.servers", "127.0.0.1:9092"),
          Map.of("fetch.max.wait.ms", 300),
          Map.of("request.timeout.ms", 9_000),
          Map.of());

  @Test
  void requestsReachAsFarBackAsBrokersOf21() {
    assertThat(ApiKeys.FETCH.oldestVersion()).isLessThanOrEqualTo((short) 10);
    assertThat(ApiKeys.PRODUCE.oldestVersion()).isLessThanOrEqualTo((short) 7);
    assertThat(ApiKeys.METADATA.oldestVersion()).isLessThanOrEqualTo((short) 7);
    assertThat(ApiKeys.LIST_OFFSETS.oldestVersion()).isLessThanOrEqualTo((short) 4);
    assertThat(ApiKeys.INIT_PRODUCER_ID.oldestVersion()).isLessThanOrEqualTo((short) 1);
  }

  @Test
  void topicIdsTakeThePlaceOfNamesWhereWeThinkTheyDo() {
    assertThat(ApiKeys.FETCH.latestVersion()).isGreaterThanOrEqualTo((short) 13);
    assertThat(ApiKeys.PRODUCE.latestVersion()).isGreaterThanOrEqualTo((short) 13);
    assertThat(ProduceRequestData.TopicProduceData.SCHEMA_12.fields()[0].def.name)
        .isEqualTo("name");
    assertThat(ProduceRequestData.TopicProduceData.SCHEMA_13.fields()[0].def.name)
        .isEqualTo("topic_id");
  }

  @Test
  void theHeaderOfABatchIsAsLongAsWeThink() {
    assertThat(DefaultRecordBatch.RECORD_BATCH_OVERHEAD).isEqualTo(BatchHeader.SIZE);
    assertThat(DefaultRecordBatch.CRC_OFFSET).isEqualTo(17);
    assertThat(DefaultRecordBatch.RECORDS_COUNT_OFFSET).isEqualTo(57);
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void aProduceRequestTakesOurBatchesAsTheyAre(CompressionType codec) {
    ByteBuffer batch = SomeBatches.batch(codec, 10, 3);
    ProducerFields.set(batch, 1, (short) 0, 0);

    ProduceRequest.validateRecords(
        ApiKeys.PRODUCE.latestVersion(), MemoryRecords.readableRecords(batch));

    assertThat(MemoryRecords.readableRecords(batch).buffer()).isEqualTo(batch);
  }

  @ParameterizedTest
  @EnumSource(Errors.class)
  void everyErrorHasAPublicExceptionOrMeansNone(Errors error) {
    if (error == Errors.NONE) {
      assertThat(error.exception()).isNull();
    } else {
      assertThat(error.exception().getClass().getPackageName())
          .isIn("org.apache.kafka.common.errors", "org.apache.kafka.common");
    }
  }

  @Test
  void consumerPropertiesConfigureTheSource() {
    AbstractConfig config = ConnectionConfig.consumer(SETTINGS, "mirror");

    assertThat(config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG)).isEqualTo(300);
    assertThat(config.getInt(ConsumerConfig.RECEIVE_BUFFER_CONFIG)).isEqualTo(-1);
    assertThat(config.getString(ConsumerConfig.CLIENT_ID_CONFIG)).isEqualTo("mirror");
  }

  @Test
  void producerPropertiesConfigureTheTarget() {
    AbstractConfig config = ConnectionConfig.producer(SETTINGS, "mirror");

    assertThat(config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)).isEqualTo(9_000);
    assertThat(config.getInt(ProducerConfig.SEND_BUFFER_CONFIG)).isEqualTo(-1);
  }
}
