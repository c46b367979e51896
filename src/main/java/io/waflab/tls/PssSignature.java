package io.waflab.tls;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;

/** The JDK's RSASSA-PSS, for who knows it by another name. */
final class PssSignature extends SignatureSpi {

    private final Signature signature;

    PssSignature() throws NoSuchAlgorithmException {
        signature = Signature.getInstance("RSASSA-PSS");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        signature.initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        signature.initSign(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key, SecureRandom random) throws InvalidKeyException {
        signature.initSign(key, random);
    }

    @Override
    protected void engineUpdate(byte octet) throws SignatureException {
        signature.update(octet);
    }

    @Override
    protected void engineUpdate(byte[] octets, int from, int length) throws SignatureException {
        signature.update(octets, from, length);
    }

    @Override
    protected void engineUpdate(ByteBuffer octets) {
        try {
            signature.update(octets);
        } catch (SignatureException notBegun) {
            throw new IllegalStateException(notBegun);
        }
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        return signature.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signed) throws SignatureException {
        return signature.verify(signed);
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
        signature.setParameter(parameters);
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return signature.getParameters();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException(name);
    }
}
