package dev.kafkamirror.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressesTest {
  @Test
  void giveEachPartOfAnInstanceASubnetOfItsOwn() {
    var addresses = new Addresses(2);

    assertThat(addresses.all()).isEqualTo("198.18.8.0/22");
    assertThat(addresses.host()).isEqualTo("198.18.8.1");
    assertThat(addresses.node()).isEqualTo("198.18.8.2");
    assertThat(addresses.podSubnet()).isEqualTo("198.18.9.0/24");
    assertThat(addresses.podGateway()).isEqualTo("198.18.9.1");
    assertThat(addresses.firstPod()).isEqualTo("198.18.9.10");
    assertThat(addresses.serviceSubnet()).isEqualTo("198.18.10.0/24");
    assertThat(addresses.firstService()).isEqualTo("198.18.10.1");
  }

  @Test
  void areNotSharedByTwoInstances() {
    Set<String> seen = new HashSet<>();

    assertThat(IntStream.range(0, 64).mapToObj(Addresses::new))
        .allSatisfy(
            addresses -> {
              assertThat(seen.add(addresses.all())).isTrue();
              assertThat(seen.add(addresses.hostInterface())).isTrue();
              assertThat(seen.add(addresses.podSubnet())).isTrue();
              assertThat(seen.add(addresses.serviceSubnet())).isTrue();
            });
  }

  @Test
  void doNotReachBeyondTheReservedRange() {
    assertThat(new Addresses(63).serviceSubnet()).isEqualTo("198.18.254.0/24");
    assertThatThrownBy(() -> new Addresses(64)).isInstanceOf(IllegalArgumentException.class);
  }
}
